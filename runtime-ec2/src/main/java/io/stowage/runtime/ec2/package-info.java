/** The instance provider on Amazon EC2, through the AWS SDK for Java. {@code docs/ec2.md} is its manual. */
@NullMarked
package io.stowage.runtime.ec2;

import org.jspecify.annotations.NullMarked;
