/** The message store and the journal under it. Knows envelopes and octets, no SMPP. */
@NullMarked
package org.messagecenter.store;

import org.jspecify.annotations.NullMarked;
