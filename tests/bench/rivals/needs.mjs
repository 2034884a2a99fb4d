// Ends with 0 where all is there that in_node.mjs needs, the compiled parts included.

import '@msgpack/msgpack';
import 'json-rules-engine';
import 'zeromq';
import Database from 'better-sqlite3';

new Database(':memory:').close();
