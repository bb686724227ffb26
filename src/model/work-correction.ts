/** What a person may correct of a source's entry in the hub: where it belongs, never how much it is. */
export type WorkCorrection = {
  readonly set: {
    readonly worker?: string
    readonly project?: string
    readonly task?: string | null
    readonly laborCategory?: string
    readonly billable?: boolean
  }
  readonly reason: string
}
