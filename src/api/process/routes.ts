import type { Api, ApiDeps } from '../deps.ts'

export function processRoutes(_app: Api, _deps: ApiDeps): void {}
