/** Message states, and the text form of delivery receipts: printed and parsed in one place. */
@NullMarked
package org.messagecenter.protocol.receipt;

import org.jspecify.annotations.NullMarked;
