/**
 * JMH benchmarks of reading and writing PDUs; {@code mc-bench/results/README.md} says how to run.
 */
@NullMarked
package org.messagecenter.bench.codec;

import org.jspecify.annotations.NullMarked;
