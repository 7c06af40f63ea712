export * from './change-control';
export * from './change-control-props';
export { ChatChannels } from './chat';
export * from './chat-props';
