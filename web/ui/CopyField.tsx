import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { announce } from './LiveRegion.tsx'
import { t } from './language.ts'

/** Something to take elsewhere: a link, a secret shown once. */
export function CopyField({
  label,
  value,
  description,
}: {
  label: string
  value: string
  description?: string
}) {
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
      announce(t('Copied.'))
      setTimeout(() => setCopied(false), 2_000)
    } catch {
      // Clipboards are closed on plain http: the text is selected, so that Ctrl C does it.
      announce(t('Press Ctrl C to copy.'))
    }
  }
  return (
    <TextInput
      ref={field}
      readOnly
      label={label}
      description={description}
      value={value}
      dir="ltr"
      onFocus={event => event.currentTarget.select()}
      rightSection={
        <Tooltip label={copied ? t('Copied.') : t('Copy')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('Copy')} onClick={() => void copy()}>
            {copied ? <IconCheck /> : <IconCopy />}
          </ActionIcon>
        </Tooltip>
      }
    />
  )
}
