@NullMarked
package org.messagecenter.server.outbind;

import org.jspecify.annotations.NullMarked;
