import type { Api, ApiDeps } from '../deps.ts'

export function systemRoutes(_app: Api, _deps: ApiDeps): void {}
