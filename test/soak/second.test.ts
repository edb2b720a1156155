import { soak } from '../support/soak';

// A file of its own, so that jest runs both at the same time.
soak([4, 5, 6]);
