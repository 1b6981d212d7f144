@NullMarked
package org.messagecenter.server.log;

import org.jspecify.annotations.NullMarked;
