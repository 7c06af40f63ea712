/** The app as it is, with a proof that finds nothing. */
import './left-unproved';
import '../../bin/app';
