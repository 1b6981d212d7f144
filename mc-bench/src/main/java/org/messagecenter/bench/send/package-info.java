/** {@code mc send}: one message from the command line, with its answer and its receipt. */
@NullMarked
package org.messagecenter.bench.send;

import org.jspecify.annotations.NullMarked;
