// The few types of a service worker's world that sw.ts needs; TypeScript's own list of them contradicts that of pages.

interface ExtendableEvent extends Event { waitUntil(until: Promise<unknown>): void }
interface FetchEvent extends ExtendableEvent { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface ServiceWorkerGlobalScope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
}
