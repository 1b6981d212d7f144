/**
 * How one carrier's SMPP differs from the book: what its statuses mean, how it writes message ids
 * and receipts, and what it wants of a submit_sm. Pure: no connection, clock or store.
 */
@NullMarked
package org.messagecenter.server.dialect;

import org.jspecify.annotations.NullMarked;
