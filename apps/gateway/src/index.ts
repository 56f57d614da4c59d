/** For tools that render the reference of the settings; nothing else of an app may be imported. */
export { gatewaySettings, type GatewaySettings } from './settings.js';
