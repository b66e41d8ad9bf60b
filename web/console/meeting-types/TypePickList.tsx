import { useState } from 'react'
import { formatMinutes, t } from '../../ui/language.ts'
import { foundBy, type Pick, PickList } from '../../ui/PickList.tsx'
import { useMeetingTypes } from './useMeetingTypes.ts'

type Given = {
  /** Whose types are left out, as it hosts them already. */
  withoutGroup?: string
  ticked: Pick[]
  onChange: (ticked: Pick[]) => void
}

/** Meeting types by search and tick, among those the reader may read. */
export function TypePickList({ withoutGroup, ticked, onChange }: Given) {
  const [search, setSearch] = useState('')
  const query = useMeetingTypes()
  const offered = query.data?.filter(({ groups }) => !groups.some(({ id }) => id === withoutGroup))
  return (
    <PickList
      label={t('Meeting types')}
      search={search}
      onSearch={setSearch}
      items={
        offered &&
        foundBy(offered, search).map(({ id, name, durationMinutes, active }) => ({
          id,
          name,
          note: active ? formatMinutes(durationMinutes) : t('disabled'),
        }))
      }
      error={query.error}
      retry={() => void query.refetch()}
      empty={t('There is no other meeting type.')}
      ticked={ticked}
      onChange={onChange}
    />
  )
}
