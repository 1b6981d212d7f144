@NullMarked
package org.messagecenter.server.route;

import org.jspecify.annotations.NullMarked;
