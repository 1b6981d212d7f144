@NullMarked
package org.messagecenter.server.mailbox;

import org.jspecify.annotations.NullMarked;
