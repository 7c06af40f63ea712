export { addWorkload } from './workload';
