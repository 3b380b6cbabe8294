"""What practice amounts to: how far somebody is with what was assigned. Pure, like scoring."""
