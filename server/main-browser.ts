import { startBrowserServer } from './start-browser.js';

startBrowserServer();
