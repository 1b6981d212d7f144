/** {@code mc send}: a text from the command line, with its answers and receipts. */
@NullMarked
package org.messagecenter.bench.send;

import org.jspecify.annotations.NullMarked;
