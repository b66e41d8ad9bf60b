const key = 'guildhall.calendar'

/** Remembers, in this tab, whose page the browser goes to, since they send it back without saying who they are. */
export const leaveFor = (kind: 'google' | 'microsoft') => sessionStorage.setItem(key, kind)
export const leftFor = () => sessionStorage.getItem(key) ?? 'google'
