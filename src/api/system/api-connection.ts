/** Our own REST API is a connection like any other; its work has this connection and stream. */
export const apiConnection = 'api'
export const apiStream = 'time_entries'

/** What a person states in the hub itself; it may correct every connection's records. */
export const hubConnection = 'hub'
