/** Mobile-originated messages: which account owns the number, and the mail made for it. */
@NullMarked
package org.messagecenter.server.inbound;

import org.jspecify.annotations.NullMarked;
