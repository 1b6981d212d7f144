/**
 * The simulated network: a scenario says, by destination, what becomes of a message; a carrier that
 * follows it stands behind the same dispatcher, store and receipts as a real one.
 */
@NullMarked
package org.messagecenter.server.simulate;

import org.jspecify.annotations.NullMarked;
