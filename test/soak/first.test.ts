import { soak } from '../support/soak';

soak([1, 2, 3]);
