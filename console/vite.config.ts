import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Everything the page needs is bundled: the console asks no other host for anything. */
export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The policy of the server allows no data: scripts and fonts; small files stay files.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
})
