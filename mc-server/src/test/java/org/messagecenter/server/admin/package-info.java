@NullMarked
package org.messagecenter.server.admin;

import org.jspecify.annotations.NullMarked;
