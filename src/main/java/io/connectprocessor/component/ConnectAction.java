package io.connectprocessor.component;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a {@code connect:} step does. */
public enum ConnectAction {
    list,
    claim,
    get,
    update,
    vendor,
    once,
    approve,
    fail,
    inquire,
    schedule,
    confirm,
    accept,
    ignore,
    later,
    message,
    assign,
    unassign,
    template,
    settle,
    classify,
    retry,
    park,
    periods,
    usage,
    report,
    follow;

    static ConnectAction of(String name) {
        for (ConnectAction action : values()) {
            if (action.name().equals(name)) {
                return action;
            }
        }
        throw new IllegalArgumentException("There is no connect:" + name + ". Write one of "
                + Arrays.stream(values()).map(a -> "connect:" + a.name()).collect(Collectors.joining(", ")) + ".");
    }
}
