/** What an operator may ask of the running relay, as commands of the admin socket. */
@NullMarked
package org.messagecenter.server.operate;

import org.jspecify.annotations.NullMarked;
