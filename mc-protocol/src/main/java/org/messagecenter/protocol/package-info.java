/**
 * SMPP itself: its tables, PDUs, wire form, sessions, texts, times and receipts. Knows bytes and
 * numbers, no business.
 */
@NullMarked
package org.messagecenter.protocol;

import org.jspecify.annotations.NullMarked;
