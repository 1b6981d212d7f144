@NullMarked
package org.messagecenter.protocol.session;

import org.jspecify.annotations.NullMarked;
