import { useEffect, useState } from 'preact/hooks'

export type Step = 'move' | 'cancel' | null

const read = (): Step => {
  const step = location.hash.slice(1)
  return step === 'move' || step === 'cancel' ? step : null
}

/** Which part of the manage page is open, in the address, so that Back leads out of it. */
export function useStep() {
  const [step, setStep] = useState(read)
  useEffect(() => {
    const onMove = () => setStep(read())
    addEventListener('popstate', onMove)
    return () => removeEventListener('popstate', onMove)
  }, [])
  const go = (wanted: Exclude<Step, null>) => {
    history.pushState(null, '', `#${wanted}`)
    setStep(wanted)
  }
  const leave = () => {
    history.replaceState(null, '', location.pathname + location.search)
    setStep(null)
  }
  return { step, go, leave }
}
