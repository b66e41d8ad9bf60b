import { createTheme, mergeThemeOverrides } from '@mantine/core'
import { theme } from './theme.ts'

const appear = { transition: 'fade', duration: 120 } as const

/**
 * Locking the scroll is off because Mantine does it with an inline <style>, which the content security policy
 * refuses; the page itself never scrolls, only its panes do.
 */
const dialog = { lockScroll: false, transitionProps: appear }

export const mantineTheme = mergeThemeOverrides(
  createTheme(theme),
  createTheme({
    components: {
      Modal: { defaultProps: { ...dialog, radius: 'lg', padding: 'xl', centered: true } },
      Drawer: { defaultProps: { lockScroll: false, padding: 'xl', transitionProps: { duration: 120 } } },
      Menu: { defaultProps: { transitionProps: appear, shadow: 'md', position: 'bottom-start' } },
      Popover: { defaultProps: { transitionProps: appear, shadow: 'md' } },
      Combobox: { defaultProps: { transitionProps: appear, shadow: 'md' } },
      Tooltip: {
        defaultProps: {
          transitionProps: appear,
          openDelay: 400,
          events: { hover: true, focus: true, touch: false },
        },
      },
      Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right', withScrollArea: false } },
      MultiSelect: { defaultProps: { checkIconPosition: 'right', withScrollArea: false } },
      Text: { defaultProps: { size: 'sm' } },
      Anchor: { defaultProps: { inherit: true } },
      Button: { defaultProps: { loaderProps: { type: 'dots' } } },
      Checkbox: { defaultProps: { size: 'xs' } },
      ColorInput: { defaultProps: { withEyeDropper: false } },
      Radio: { defaultProps: { size: 'xs' } },
      Switch: { defaultProps: { withThumbIndicator: false } },
      Avatar: { defaultProps: { radius: '50%', size: 'sm' } },
      InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    },
  }),
)
