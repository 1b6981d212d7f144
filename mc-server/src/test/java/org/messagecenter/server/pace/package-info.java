@NullMarked
package org.messagecenter.server.pace;

import org.jspecify.annotations.NullMarked;
