/** EC2's Query API, in process. */
@NullMarked
package io.stowage.runtime.ec2.fake;

import org.jspecify.annotations.NullMarked;
