/** Which machines a cluster gets, keeps and gives back: functions of values, from the strategy of a task to the end of a machine. */
@NullMarked
package io.stowage.core.capacity;

import org.jspecify.annotations.NullMarked;
