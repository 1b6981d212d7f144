@NullMarked
package org.messagecenter.server.deliver;

import org.jspecify.annotations.NullMarked;
