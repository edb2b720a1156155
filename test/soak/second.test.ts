import { soak } from '../support/soak';

// A file of its own, so that jest runs both at the same time.
soak([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
