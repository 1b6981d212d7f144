@NullMarked
package org.messagecenter.server.upstream;

import org.jspecify.annotations.NullMarked;
