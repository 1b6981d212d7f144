@NullMarked
package org.messagecenter.server.operate;

import org.jspecify.annotations.NullMarked;
