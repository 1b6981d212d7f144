/** Delivery receipts and intermediate notifications: when one is due, and what it says. */
@NullMarked
package org.messagecenter.server.receipt;

import org.jspecify.annotations.NullMarked;
