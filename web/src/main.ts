import { mount } from 'svelte';
import './tokens.css';
import './base.css';
import './frame.css';
import Entrance from './Entrance.svelte';

const target = document.getElementById('app');
if (target) mount(Entrance, { target });
