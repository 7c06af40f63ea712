export { OrdersStage, addWorkload } from './stage';
