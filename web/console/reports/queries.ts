import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ReportOptions } from '../../../src/features/reports/schema.ts'
import { api, query } from '../../ui/api.ts'
import { type Unit, unitOf } from './period.ts'
import type { About, By, Choice } from './useChoice.ts'

export const useReportOptions = () =>
  useQuery({
    queryKey: ['/reports', 'options'],
    queryFn: ({ signal }) => api.get<z.infer<typeof ReportOptions>>('/reports/options', undefined, signal),
  })

type Asked = Pick<Choice, 'reach' | 'period'>
const paramsOf = ({ reach, period }: Asked, by: By | Unit) => ({ reach, ...period, by })

/** A report by what the choice says, or by its unit of time. */
export const useReport = <Report>(about: About, choice: Asked, by: By | Unit) => {
  const params = paramsOf(choice, by)
  return useQuery({
    queryKey: ['/reports', about, params],
    // What was asked is kept with the answer: while another is awaited, this one is still shown.
    queryFn: async ({ signal }) => ({
      ...(await api.get<Report>(`/reports/${about}`, params, signal)),
      period: choice.period,
    }),
    placeholderData: before => before,
  })
}

export const useReportOverTime = <Report>(about: About, choice: Choice) =>
  useReport<Report>(about, choice, unitOf(choice.period))

export const csvAddress = (choice: Choice) =>
  `/api/v1/reports/${choice.about}.csv${query(paramsOf(choice, choice.by))}`
