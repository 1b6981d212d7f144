/** Tests of the store, the test kit that every store must pass, and a throughput measurement. */
@NullMarked
package org.messagecenter.store.queue;

import org.jspecify.annotations.NullMarked;
