export * from './change-control';
export * from './change-control-props';
export { ChatChannels } from './chat';
export * from './shared-change-control';
export * from './chat-props';
