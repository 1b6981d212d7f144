/**
 * Delivery of accepted messages: what is due goes to an outlet, and what the outlet says of it is
 * recorded, with the receipt the sender asked for.
 */
@NullMarked
package org.messagecenter.server.deliver;

import org.jspecify.annotations.NullMarked;
